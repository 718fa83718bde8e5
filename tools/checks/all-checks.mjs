import { deadCode, format, toolTypes, types } from './command-checks.mjs';
import { docsPaths } from './docs-paths.mjs';
import { domainPurity } from './domain-purity.mjs';
import { fileNames } from './file-names.mjs';
import { importBoundaries } from './import-boundaries.mjs';
import { layerBoundaries } from './layer-boundaries.mjs';
import { lockFile } from './lock-file.mjs';
import { openMarks } from './open-marks.mjs';
import { shellStrings } from './shell-strings.mjs';
import { skippedTests } from './skipped-tests.mjs';

/** In the order in which they run: what fails most often, and fastest, first. */
export const allChecks = [
  format,
  fileNames,
  openMarks,
  skippedTests,
  docsPaths,
  lockFile,
  importBoundaries,
  domainPurity,
  shellStrings,
  layerBoundaries,
  types,
  toolTypes,
  deadCode,
];
