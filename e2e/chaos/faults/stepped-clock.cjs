// Loaded before a program (node --require): its time of day is the machine's plus what a file says, in milliseconds. The file is
// looked at some hundred times a second, and what was read is written beside it, so that a step can be seen to have happened.
const fs = require('node:fs');

const file = process.env.GODWIT_CHAOS_CLOCK;
if (file) {
  const RealDate = Date;
  const realNow = RealDate.now;
  let aheadMs = 0;
  const look = () => {
    let wanted = 0;
    try {
      wanted = Number(fs.readFileSync(file, 'utf8')) || 0;
    } catch {
      // Nobody has set it yet.
    }
    if (wanted === aheadMs) return;
    aheadMs = wanted;
    try {
      fs.writeFileSync(`${file}.seen`, String(aheadMs));
    } catch {
      // The fault then counts as not seen.
    }
  };
  look();
  setInterval(look, 20).unref();
  class SteppedDate extends RealDate {
    constructor(...given) {
      if (given.length === 0) super(realNow() + aheadMs);
      else super(...given);
    }
    static now() {
      return realNow() + aheadMs;
    }
  }
  globalThis.Date = SteppedDate;
}
