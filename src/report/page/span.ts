/** From where to where something reaches in a picture, in the units of its scale. */
export interface Span {
  left: number;
  right: number;
}
