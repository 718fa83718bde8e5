import { countOf, Notice, Panel, ProcessTree, RelativeTime } from '@godwit/ui';
import { CloudOff } from 'lucide-react';
import type { WorkloadDetail } from '../../api/types.ts';

/** The process tree as its host told it for this very page, or why it could not. */
export function TreePanel({ workload }: { workload: WorkloadDetail }) {
  const { tree, treeReadAt, treeError } = workload;
  const note = treeReadAt ? (
    <>
      read <RelativeTime iso={treeReadAt} />
    </>
  ) : null;
  return (
    <Panel
      title={tree ? countOf(tree.length, 'process', 'processes') : 'Processes'}
      note={note}
      flush
      className="live-figures"
    >
      {tree ? (
        <ProcessTree processes={tree} label={`Processes of ${workload.name}`} />
      ) : (
        <div className="p-4">
          <Notice tone="amber" icon={<CloudOff />} title="The processes could not be read">
            {treeError ?? 'The host gave no reason.'}
          </Notice>
        </div>
      )}
    </Panel>
  );
}
