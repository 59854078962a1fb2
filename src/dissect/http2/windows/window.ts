/** How much DATA one side may send. RFC 9113 §5.2, §6.9. */

/** Of what one side sends, on a stream or on the connection, beyond what the window holds at first. */
export interface Window {
  /** Bytes that WINDOW_UPDATE has added. */
  granted: number;
  /** Bytes of DATA frames, with their padding. */
  sent: number;
  /** The last DATA went beyond it. */
  isBeyond: boolean;
}

export const createWindow = (): Window => ({ granted: 0, sent: 0, isBeyond: false });
