/** The version of this server, as the portal shows it. */
export const serverVersion = '0.1.0';
