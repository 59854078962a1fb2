/** Where a client connects to: a server, or the tap before it. */
export interface Target {
  host: string;
  port: number;
}
