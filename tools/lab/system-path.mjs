/** Where system programs are looked for, inside and outside of hosts; directories of the calling user are left out. */
export const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
