/** What is drawn and can be placed again: a question, in it its connections, in each its rows of messages. */
import type { ConnectionLayout, QuestionLayout } from '../../layout.ts';
import type { ScaleName } from '../../scale.ts';

export interface Plot {
  scroller: HTMLElement;
  plane: HTMLElement;
  zoom: number;
  /** Plots that share one scale. */
  together: Plot[];
  layout: QuestionLayout;
  /** Puts everything where it belongs, on another scale if one is named. */
  place(scale?: ScaleName): void;
  /** `anchor`: the share of the visible width that stays where it is. */
  zoomTo(factor: number, anchor?: number): void;
}

export interface LinePlot {
  root: HTMLElement;
  place(at: ConnectionLayout, scale: DrawnScale): void;
}

export interface RowsPlot {
  /** In the order in which they lie upon one another. */
  parts: Element[];
  place(at: ConnectionLayout, scale: DrawnScale): void;
}

export interface DrawnScale {
  /** Of everything, in the units of the layout. */
  width: number;
  /** The width below which nothing could be seen at the present zoom. */
  least: number;
}
