/** The steps of an exchange through a proxy: when all parts have been taken, and a time for what comes next. */
/** The same parts, and a promise that tells when the last has been taken, or why there will be none. */
export function sentOf(parts: AsyncIterable<string>): { parts: AsyncIterable<string>; sent: Promise<void> } {
  let settle = (_error?: unknown) => {};
  const sent = new Promise<void>((resolve, reject) => {
    settle = (error) => (error === undefined ? resolve() : reject(error));
  });
  async function* passedOn() {
    try {
      yield* parts;
      settle();
    } catch (error) {
      settle(error);
    }
  }
  return { parts: passedOn(), sent };
}

/** Rejects with the code DEADLINE. */
export async function inTime(step: Promise<unknown>, seconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`nothing came for ${seconds} s`), { code: 'DEADLINE' }));
    }, seconds * 1000);
  });
  await Promise.race([step, late]).finally(() => clearTimeout(timer));
}
