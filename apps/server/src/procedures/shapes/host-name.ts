import { z } from 'zod';

/** As in the agent's enrolment request. */
export const hostNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'A host name has small letters, digits, dots and hyphens.');
