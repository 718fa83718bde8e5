export interface RatePoint {
  atMs: number;
  bytesPerSecond: number;
}

interface Box {
  width: number;
  height: number;
}

/** An SVG line through the points, time left to right, scaled to the highest rate; empty below two points. */
export const sparkPath = (points: readonly RatePoint[], box: Box): string => {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return '';
  const span = Math.max(1, last.atMs - first.atMs);
  const top = Math.max(1, ...points.map((point) => point.bytesPerSecond));
  const place = (point: RatePoint) => {
    const x = ((point.atMs - first.atMs) / span) * box.width;
    const y = box.height - (point.bytesPerSecond / top) * (box.height - 2) - 1;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  return `M${points.map(place).join(' L')}`;
};
