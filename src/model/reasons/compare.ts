/** What could not be compared, and why. */
export const compareReasons = {
  'compare.no-marks':
    'A capture holds no marks of the bench, so what rests on them is not compared: answers, the two levels of verdicts, calibration, and what a lab says of itself. What is counted is compared, question by question.',
  'compare.proxies':
    'What through counts on the two sides of a proxy is put together from several questions, which its capture holds one by one: it is not compared.',
  'compare.failed': 'Failed, so that there is nothing to compare: {Names}.',
  'compare.not-captured': 'Not in the capture, for want of ports or of any connection: {Names}.',
  'compare.several-servers':
    'Put to several servers, so that the order of their connections and its reasons are not told: {Names}.',
  'compare.unread':
    'Streams of which only the lab says how they are to be read: of these the connections are compared, and nothing that is counted on them: {Names}.',
} as const;
