/** The parts of a request and of its response that alternate, three of each, by which the order of both is read. */
export const rounds = [1, 2, 3];

export const requestPart = (round: number): string => `request part ${round};`;
export const responsePart = (round: number): string => `response part ${round};`;
