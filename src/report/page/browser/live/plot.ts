/**
 * The picture that grows: the newest connections first, on one scale. What is in view is drawn at once, the rest as
 * time allows, and only connections on which something has happened are drawn anew.
 */
import { layOut } from '../../layout.ts';
import type { ScaleName } from '../../scale.ts';
import type { ConnectionData } from '../../shapes.ts';
import { element } from '../element.ts';
import { drawAxis } from '../plot/axis.ts';
import { drawConnection } from '../plot/connection.ts';
import { scrollerOf, zoomed } from '../plot/plot.ts';
import type { LinePlot, Plot } from '../plot/shapes.ts';
import type { LiveDrawn } from './drawn.ts';

/** Connections are drawn so many at a time; more when it is asked for. */
const drawnAtOnce = 200;
/** The place of what has not been measured yet is guessed. */
const inViewAtFirst = 20;

export function livePlot(host: HTMLElement, page: LiveDrawn): LivePlot {
  const { live: question } = page;
  const { axis, plane, scroller } = scrollerOf('observe', question.question, page);
  const more = element('button', 'more');
  more.type = 'button';
  more.hidden = true;
  host.append(scroller, more);

  const rows = new Map<number, Row>();
  let all: readonly ConnectionData[] = [];
  let most = drawnAtOnce;
  let version = 0;
  let wish = () => {};

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const row = rows.get(Number((target as HTMLElement).dataset.row));
        if (row) row.inView = isIntersecting;
      }
      wish();
    },
    { rootMargin: '50% 0px' },
  );

  const plot: LivePlot = {
    scroller,
    plane,
    zoom: 1,
    together: [],
    layout: layOut(question, page.scale),
    place() {
      layItOut();
      wish();
    },
    zoomTo(factor, anchor = 0.5) {
      zoomed(plot, factor, anchor);
      version += page.scale === 'time' ? 1 : 0;
      drawAxisNow();
      wish();
    },
    onWish(then) {
      wish = then;
    },
    show(newest, changed) {
      all = newest;
      for (const connection of changed) {
        const row = rows.get(connection);
        if (row) row.stale = true;
      }
      choose();
    },
    work(until) {
      const waiting = [...rows.values()].filter((row) => row.stale || row.version !== version);
      waiting.sort((a, b) => Number(b.inView) - Number(a.inView));
      for (const row of waiting) {
        if (!row.inView && performance.now() > until) return true;
        refresh(row);
      }
      return false;
    },
  };

  /** Which connections are drawn, and where each has its place. */
  function choose(): void {
    question.connections = all.slice(0, most);
    const wanted = new Set(question.connections.map(({ connection }) => connection));
    for (const [connection, row] of rows) {
      if (wanted.has(connection)) continue;
      if (row.slot.contains(document.activeElement)) scroller.focus({ preventScroll: true });
      watcher.unobserve(row.slot);
      row.slot.remove();
      rows.delete(connection);
      page.forget(connection);
    }
    let before: Element = axis;
    for (const [index, line] of question.connections.entries()) {
      const row = rows.get(line.connection) ?? newRow(line, index < inViewAtFirst);
      if (row.line !== line) Object.assign(row, { line, stale: true });
      if (before.nextElementSibling !== row.slot) before.after(row.slot);
      before = row.slot;
    }
    more.hidden = all.length <= most;
    more.textContent = `… + ${all.length - most}`;
    layItOut();
  }

  function newRow(line: ConnectionData, inView: boolean): Row {
    const slot = element('div', 'slot');
    slot.dataset.row = String(line.connection);
    const row: Row = { slot, line, drawn: null, stale: true, version: 0, inView, index: 0 };
    rows.set(line.connection, row);
    watcher.observe(slot);
    return row;
  }

  function layItOut(): void {
    plot.layout = layOut(question, page.scale);
    version += 1;
    for (const [index, line] of question.connections.entries()) {
      const row = rows.get(line.connection);
      if (row) row.index = index;
    }
    drawAxisNow();
  }

  const drawAxisNow = () => {
    const { width, gates } = plot.layout;
    drawAxis(axis, { scale: page.scale, width, zoom: plot.zoom, gates }, page.say);
  };

  function refresh(row: Row): void {
    const at = plot.layout.connections[row.index];
    if (at === undefined) return;
    if (row.stale || row.drawn === null) drawAnew(row, at);
    const { width } = plot.layout;
    row.drawn?.place(at, { width, least: page.scale === 'time' ? width / (600 * plot.zoom) : 0 });
    row.version = version;
  }

  /** The focus stays on the message that had it. */
  function drawAnew(row: Row, at: Parameters<LinePlot['place']>[0]): void {
    const { activeElement } = document;
    const focused =
      activeElement && row.slot.contains(activeElement) ? page.shownBy(activeElement) : undefined;
    page.forget(row.line.connection);
    row.drawn = drawConnection({ lab: 'observe', question: question.question, line: row.line }, at, page);
    row.slot.replaceChildren(row.drawn.root);
    row.stale = false;
    if (!focused?.message) return;
    const { direction, ordinal } = focused.message;
    const [bar] = page.bars(
      JSON.stringify(['observe', question.question, row.line.connection, direction, ordinal]),
    );
    if (bar instanceof HTMLElement || bar instanceof SVGElement) bar.focus({ preventScroll: true });
    else scroller.focus({ preventScroll: true });
  }

  more.addEventListener('click', () => {
    most += drawnAtOnce;
    choose();
    wish();
  });
  return plot;
}

interface Row {
  slot: HTMLElement;
  line: ConnectionData;
  drawn: LinePlot | null;
  /** Something happened since it was drawn. */
  stale: boolean;
  /** Of the layout that it was placed by. */
  version: number;
  inView: boolean;
  /** Its place among those that are drawn. */
  index: number;
}

export interface LivePlot extends Plot {
  place(scale?: ScaleName): void;
  /** Called where something is left to be drawn. */
  onWish(then: () => void): void;
  /** All connections, the newest first, and which of them look different now. */
  show(newest: readonly ConnectionData[], changed: ReadonlySet<number>): void;
  /** Draws what is in view, and of the rest as much as there is time for; whether something is left. */
  work(until: number): boolean;
}
