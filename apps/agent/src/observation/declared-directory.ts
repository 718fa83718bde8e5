/** Where people name the workloads of a host, one JSON file each. */
export const declaredDirectory = '/etc/godwit/workloads.d';
