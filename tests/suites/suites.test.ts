/** All suites, each case a test. */
import { around } from './around.ts';
import { holds } from './suite.ts';

for (const suite of [around]) holds(suite);
