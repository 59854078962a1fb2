/** Gives an English text in the reader's language; what it does not know it gives back. */
export type Say = (english: string) => string;

export const english: Say = (text) => text;
