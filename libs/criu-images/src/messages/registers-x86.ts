import { list, message, nested, u32, u64 } from './message.ts';

const generalRegisters = message('GeneralRegistersX86', {
  r15: u64(1),
  r14: u64(2),
  r13: u64(3),
  r12: u64(4),
  bp: u64(5),
  bx: u64(6),
  r11: u64(7),
  r10: u64(8),
  r9: u64(9),
  r8: u64(10),
  ax: u64(11),
  cx: u64(12),
  dx: u64(13),
  si: u64(14),
  di: u64(15),
  origAx: u64(16),
  ip: u64(17),
  cs: u64(18),
  flags: u64(19),
  sp: u64(20),
  ss: u64(21),
  fsBase: u64(22),
  gsBase: u64(23),
  ds: u64(24),
  es: u64(25),
  fs: u64(26),
  gs: u64(27),
  mode: u32(28),
});

const shadowStack = message('ShadowStackX86', { control: u64(1), pointer: u64(2) });

/** Extended state: which parts were in use (`stateBits`), and the protection keys and shadow stack. */
const extendedState = message('ExtendedStateX86', {
  stateBits: u64(1),
  protectionKeys: list(u32(8)),
  shadowStack: nested(9, shadowStack),
});

const floatingPoint = message('FloatingPointX86', {
  controlWord: u32(1),
  statusWord: u32(2),
  mxcsr: u32(7),
  extended: nested(13, extendedState),
});

/** Registers of one thread on x86-64; vector contents are left out, nobody reads them here. */
export const registersX86 = message('RegistersX86', {
  clearTidAddress: u64(1),
  general: nested(2, generalRegisters),
  floatingPoint: nested(3, floatingPoint),
});
