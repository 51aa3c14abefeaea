/**
 * The gateway: what a hospital or a clinic runs. This file says which features it is made of, and nothing else.
 */

import type { Role } from './role.ts';

export const gateway: Role = {
  problemMappings: [],
  async start() {
    return {
      readiness: [],
      open: async () => ({}),
      stopListening: async () => undefined,
      close: async () => undefined,
    };
  },
};
