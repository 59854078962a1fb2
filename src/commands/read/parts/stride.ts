/** The numbers of the first events of two packets that follow each other are so far apart: one packet brings far fewer. */
export const stride = 2 ** 20;
