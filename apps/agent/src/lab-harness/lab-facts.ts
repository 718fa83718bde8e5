import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { questionsFor, throughRuntime } from '@godwit/domain/comparison';
import type { FactBundle, Workload } from '@godwit/domain/facts';
import { judge, type Verdict } from '@godwit/domain/verdict';
import { bundle } from '../../../../tools/build/bundle.mjs';
import { copyKoffiAddon, koffiBeside } from '../../../../tools/build/koffi-beside.mjs';
import { labLayout } from '../../../../tools/lab/index.mjs';
import type { LabHost } from './lab-host.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Reads and judges inside of lab hosts, as agents and server do together. */
export class LabFacts {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async build(set: number): Promise<LabFacts> {
    const folder = path.join(labLayout(set).sharedDir, `facts-${process.pid}`);
    mkdirSync(folder, { recursive: true });
    const outfile = path.relative(root, path.join(folder, 'facts.js'));
    await bundle(root, { entry: 'apps/agent/src/lab-harness/facts-program.ts', outfile, plugins: [koffiBeside] });
    copyKoffiAddon(folder);
    return new LabFacts(folder);
  }

  list(host: LabHost): Promise<Workload[]> {
    return this.#ask(host, 'list');
  }

  /** The verdict about moving a container from one host to another. */
  async judgeMove(pid: number, from: LabHost, to: LabHost): Promise<Verdict> {
    const source = await this.#ask<FactBundle>(from, 'collect', String(pid));
    const { tree, nonces = [] } = source;
    if (!tree) throw new Error('no tree was read');
    const destination = await this.#ask<FactBundle>(
      to,
      'answer',
      this.#write(questionsFor(throughRuntime(tree), nonces)),
    );
    await this.#ask(from, 'forget', this.#write(nonces));
    return judge({ source, destination, purpose: 'move', throughRuntime: true });
  }

  end(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @returns the file as a host sees it */
  #write(value: unknown): string {
    const name = `${randomUUID()}.json`;
    writeFileSync(path.join(this.#folder, name), JSON.stringify(value));
    return this.#inside(name);
  }

  #inside(name: string): string {
    return `/srv/shared/${path.basename(this.#folder)}/${name}`;
  }

  async #ask<T>(host: LabHost, what: string, about = ''): Promise<T> {
    const name = `${randomUUID()}.json`;
    await host.run(process.execPath, this.#inside('facts.js'), what, this.#inside(name), about);
    return JSON.parse(readFileSync(path.join(this.#folder, name), 'utf8')) as T;
  }
}
