/**
 * `npm run test:nodes`: the fast suite on the later lines of Node that package.json allows, each from the package that
 * npm has of it. The package that holds the program itself needs no script to be installed; it stays in npm's cache.
 */
import { spawnSync } from 'node:child_process';

const lines = ['22', '24', '26'];
const { platform, arch } = process;
const name = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
const failed = lines.filter((line) => {
  console.log(`\nNode ${line}`);
  const package_ = `${name}-${platform === 'win32' ? 'win' : platform}-${arch}@${line}`;
  const fast = ['npm', 'run', '--silent', 'test:fast'];
  const { status } = spawnSync('npm', ['exec', '--yes', `--package=${package_}`, '--', ...fast], {
    stdio: 'inherit',
    shell: platform === 'win32',
  });
  return status !== 0;
});
if (failed.length > 0) console.error(`fails on Node ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
