/** All rules of all protocols, by id. */
import { http1Rules } from './http1.ts';
import { http2Rules } from './http2.ts';
import { otherRules } from './others.ts';
import type { Rule } from './rule.ts';
import { webSocketRules } from './websocket.ts';

export const rules = { ...http1Rules, ...http2Rules, ...webSocketRules, ...otherRules } as const;

export type RuleId = keyof typeof rules;

export const ruleOf = (id: RuleId): Rule => rules[id];
