/**
 * The lab step of `up`: brings the lab up, or takes down what a killed `up` left of it when no lab is wanted.
 * Without a lab the portal still runs, so a lab that does not come up is only reported.
 *
 * @returns {Promise<{ set: number, bridgeAddress: string, hosts: object[] } | undefined>}
 */
export async function bringLabUp({ settings, instance, progress, stops }) {
  const { labSet: set, stateDir } = settings;
  if (!settings.lab) {
    if (instance.leftLab) await removeLab(set, stateDir);
    instance.update({ labIsOurs: false });
    return undefined;
  }
  try {
    return await progress.step('Lab', () => startLab({ set, stateDir, instance, stops, note: progress.note }));
  } catch (error) {
    progress.note(`The lab could not be brought up; the portal starts without it. ${error.message}`);
    return undefined;
  }
}

// A lab that somebody had brought up before stays when we end. What we make is recorded as ours before it is made, because
// we may be killed while making it.
async function startLab({ set, stateDir, instance, stops, note }) {
  const { labStatus } = await import('../lab/lab-status.mjs');
  const { labUp } = await import('../lab/lab-up.mjs');
  const { labLayout } = await import('../lab/lab-layout.mjs');
  if (instance.leftLab || labStatus({ set, stateDir }).phase === 'absent') {
    instance.update({ labIsOurs: true });
    stops.add('The lab', () => removeLab(set, stateDir));
  }
  const { bridgeAddress, hosts } = labLayout(set, stateDir);
  await labUp({ set, stateDir, log: note });
  return { set, bridgeAddress, hosts };
}

async function removeLab(set, stateDir) {
  const { labDown } = await import('../lab/lab-down.mjs');
  await labDown({ set, stateDir });
}
