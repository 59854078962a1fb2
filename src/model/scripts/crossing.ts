/** The gate that is released once the tap withholds a part of each direction. */
export const crossingGate = 'a part of each direction';

/** The request and the response of HTTP, part by part. The tap withholds the second of each. */
export const crossingParts = {
  request: ['first part of the request; ', '>second part of the request\n'],
  response: ['first part of the response; ', '>second part of the response; ', 'end of the response\n'],
  withheld: '>s',
} as const;
