// From here on Node runs TypeScript. tsx keeps what it has made in the common temporary folder, and would take whatever
// lies there under the right name, also what another user of the machine has put there: so it is told to keep nothing.
export async function registerTsx() {
  const { TSX_DISABLE_CACHE: before } = process.env;
  process.env.TSX_DISABLE_CACHE = '1';
  const [modules, commonJs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')]);
  // A lab whose folder says nothing of modules is CommonJS.
  const unregister = [modules.register(), commonJs.register()];
  // It has read that. What is started from here has the environment that we were given.
  if (before === undefined) delete process.env.TSX_DISABLE_CACHE;
  else process.env.TSX_DISABLE_CACHE = before;
  return () => Promise.all(unregister.map((undo) => undo()));
}
