import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { findKernel } from './kernel-modules.mjs';

/** Measured: an older processor costs the emulator a third less than the newest it knows, most of all where processes start. */
const processor = 'Nehalem';
/** A console for what the kernel says; it ends with a panic; its clock is the processor's, which needs no call into the kernel. */
const kernelLine = 'console=ttyS0 quiet panic=-1 mitigations=off no5lvl tsc=reliable clocksource=tsc';

/** In a list of options a comma ends the value, unless it stands twice. */
const plain = (value) => value.replaceAll(',', ',,');

/**
 * How the emulator is started. Its memory, processors and disks are the guest's; the host's root directory is shown to it
 * for reading only.
 *
 * @param {string} prefix where its packages are unpacked
 * @param {{ initrd: string, consoleFile: string, statusFile: string, memoryMb: number, cpus: number,
 *   take: { host: string }[] }} machine
 */
export function qemuArgv(prefix, machine) {
  return [
    ...programOf(prefix),
    ...['-L', path.join(prefix, 'usr/share/qemu'), '-L', path.join(prefix, 'usr/share/seabios')],
    ...['-accel', 'tcg,thread=multi', '-cpu', processor, '-smp', String(machine.cpus), '-m', String(machine.memoryMb)],
    ...['-nodefaults', '-no-user-config', '-no-reboot', '-display', 'none'],
    ...['-kernel', findKernel(prefix).image, '-initrd', machine.initrd],
    ...['-append', kernelLine],
    ...['-serial', `file:${plain(machine.consoleFile)}`, '-device', 'virtio-serial-pci'],
    ...port(1, 'stdio,id=port1,signal=off'),
    ...port(2, `file,id=port2,path=${plain(machine.statusFile)}`),
    ...share('/', 'root', 'readonly=on,multidevs=remap'),
    ...machine.take.flatMap(({ host }, index) => share(host, `take${index}`, 'multidevs=remap')),
  ];
}

/** Modules of the emulator lie where it was built for, and it would not look for them anywhere else. */
export function qemuEnvironment(prefix) {
  const [folder] = libraryFolders(prefix, 'usr/lib');
  return { PATH: '/usr/bin:/bin', QEMU_MODULE_DIR: path.join(folder, 'qemu') };
}

/** The packages' own loader starts the program with their own libraries. */
function programOf(prefix) {
  const folders = ['lib', 'usr/lib'].flatMap((below) => libraryFolders(prefix, below));
  const loader = folders.map((folder) => path.join(folder, 'ld-linux-x86-64.so.2')).find((file) => existsSync(file));
  if (!loader) throw new Error('The fetched packages hold no dynamic loader.');
  return [loader, '--library-path', folders.join(':'), path.join(prefix, 'usr/bin/qemu-system-x86_64')];
}

function libraryFolders(prefix, below) {
  const folder = path.join(prefix, below);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('-linux-gnu')) : [];
  return names.map((name) => path.join(folder, name));
}

function port(number, backend) {
  return ['-chardev', backend, '-device', `virtserialport,nr=${number},chardev=port${number}`];
}

function share(folder, tag, rest) {
  return ['-virtfs', `local,path=${plain(folder)},mount_tag=${tag},security_model=none,${rest}`];
}
