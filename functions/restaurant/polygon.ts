/** A place on the map, in degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * Whether a place lies within a polygon: a ray from it to the east crosses the outline an odd number of times. On a map
 * as small as a delivery zone degrees are as good as metres. A place exactly on the outline may count as either.
 */
export function contains(corners: readonly Place[], { latitude, longitude }: Place): boolean {
  let isInside = false;
  let previous = corners.at(-1);
  for (const corner of corners) {
    if (previous !== undefined && corner.latitude > latitude !== previous.latitude > latitude) {
      const share = (latitude - corner.latitude) / (previous.latitude - corner.latitude);
      const crossing = corner.longitude + share * (previous.longitude - corner.longitude);
      if (longitude < crossing) isInside = !isInside;
    }
    previous = corner;
  }
  return isInside;
}
