import { inject } from 'vitest';

process.env.GODWIT_CRIU = inject('criuPath');
