import type { Task } from '@godwit/domain/facts';

type Timer = Extract<NonNullable<Task['timers']>, { known: true }>['value'][number];

const newTimer = (timerId: number): Timer => ({ timerId, signal: 0, notify: '', clock: 0 });

/** POSIX timers of /proc/PID/timers (Linux 3.10): blocks of `ID:`, `signal:`, `notify:` and `ClockID:`. */
export const parseTimers = (text: string): Timer[] => {
  const timers: Timer[] = [];
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^(\w+): *(.*)$/.exec(line) ?? [];
    if (name === 'ID') timers.push(newTimer(Number(value)));
    const timer = timers.at(-1);
    if (timer === undefined) continue;
    if (name === 'signal') timer.signal = Number.parseInt(value, 10);
    else if (name === 'notify') timer.notify = value;
    else if (name === 'ClockID') timer.clock = Number(value);
  }
  return timers;
};
