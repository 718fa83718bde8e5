/** CRIU's phases in sentence case. A phase that is not in the list is shown by its own name. */
const words: Record<string, string> = {
  starting: 'CRIU starts',
  freezing: 'Freezing the processes',
  collecting: 'Collecting what they hold',
  'dumping-tasks': 'Dumping the processes',
  'writing-pages': 'Writing memory pages',
  finishing: 'Finishing the images',
  held: 'Held',
  killing: 'Ending the source',
  done: 'CRIU is done',
  'reading-images': 'Reading the images',
  forking: 'Creating the processes',
  'restoring-memory': 'Restoring memory',
  'restoring-resources': 'Restoring files and sockets',
  resuming: 'Resuming',
};

export const phaseWords = (phase: string): string => words[phase] ?? phase;
