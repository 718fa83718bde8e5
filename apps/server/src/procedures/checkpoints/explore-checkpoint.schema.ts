import { commands } from '@godwit/agent-protocol';
import { z } from 'zod';
import { idSchema } from '../shapes/ids.ts';

export const exploreCheckpointInput = z.object({ checkpointId: idSchema });

export const exploreCheckpointOutput = commands['explore-images'].result.shape.contents;
