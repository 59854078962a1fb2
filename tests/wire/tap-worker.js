// A new thread does not inherit tsx in Node 20: it is registered first, then the thread's own module is started.
import { register } from 'tsx/esm/api';

register();
await import('./tap-worker.ts');
