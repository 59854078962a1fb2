/** What the scripts for a server that we did not write call their gates and notes, for whoever judges the trace later. */

/** Gates: what is withheld while a second connection is opened. */
export const restOfFirst = 'the rest of the first request';
/** The server's close, which the client leaves to it. */
export const closeByServer = 'the close by the server';
/** What is withheld from a server that was asked whether it wants it. */
export const expectedContent = 'the content';
/** What is waited for when an answer has come that did not wait for the request. */
export const afterAnswer = 'what follows the answer';

/** Notes: the figure is `bytes`, how many of the content had been handed to the system. */
export const answerBegan = 'the answer began';
/** The figure is `milliseconds`, for how long somebody's hanging up was waited for. */
export const watched = 'watched';
/** The server had ended connections before, unannounced, after other numbers of requests. */
export const unlikeBefore = 'unlike before';
/** Nothing beside a question could show that the server was alive, for it serves one connection at a time. */
export const oneAtATime = 'one connection at a time';
