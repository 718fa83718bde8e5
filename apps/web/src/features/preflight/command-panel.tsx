import { CommandLine, Panel } from '@godwit/ui';
import type { PreflightDetail } from '../../api/types.ts';

/** The exact command lines, as a person would type them. */
export function CommandPanel({ preflight }: { preflight: PreflightDetail }) {
  const { dump, restore } = preflight.commandLines;
  const where = preflight.destination?.name ?? preflight.source.name;
  return (
    <Panel title="Exact command lines" note="with the options that the findings ask for">
      <div className="space-y-3">
        <CommandLine title={`On ${preflight.source.name}`} command={dump} what="dump command" />
        {restore ? <CommandLine title={`On ${where}`} command={restore} what="restore command" /> : null}
      </div>
    </Panel>
  );
}
