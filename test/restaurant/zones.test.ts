import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, type Place } from "../../functions/restaurant/polygon.ts";
import type { DeliveryZone } from "../../functions/restaurant/restaurant.ts";
import { findZone } from "../../functions/restaurant/zones.ts";

const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const place = fc.record({ latitude: degrees(-13, -11), longitude: degrees(-78, -76) });

function rectangle(one: Place, other: Place): Place[] {
  return [
    one,
    { latitude: one.latitude, longitude: other.longitude },
    other,
    { latitude: other.latitude, longitude: one.longitude },
  ];
}

function isBetween(value: number, one: number, other: number): boolean {
  return value > Math.min(one, other) && value < Math.max(one, other);
}

describe("a polygon", () => {
  it("that is a rectangle holds what lies between its sides, wherever its outline begins and whichever way it goes", () => {
    fc.assert(
      fc.property(
        place,
        place,
        place,
        fc.nat(3),
        fc.boolean(),
        (one, other, somewhere, start, isReversed) => {
          const sides = [one, other];
          fc.pre(sides.every((corner) => corner.latitude !== somewhere.latitude));
          fc.pre(sides.every((corner) => corner.longitude !== somewhere.longitude));
          const corners = rectangle(one, other);
          const turned = [...corners.slice(start), ...corners.slice(0, start)];
          const isWithin =
            isBetween(somewhere.latitude, one.latitude, other.latitude) &&
            isBetween(somewhere.longitude, one.longitude, other.longitude);
          expect(contains(isReversed ? turned.toReversed() : turned, somewhere)).toBe(isWithin);
        },
      ),
    );
  });

  it("that is a triangle holds every mixture of its corners", () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(place, place, place, share, share, share, (a, b, c, x, y, z) => {
        const area = Math.abs(
          (b.latitude - a.latitude) * (c.longitude - a.longitude) -
            (c.latitude - a.latitude) * (b.longitude - a.longitude),
        );
        // Thinner than that, rounding decides.
        fc.pre(area > 1e-6);
        const mix = (of: (corner: Place) => number) => (x * of(a) + y * of(b) + z * of(c)) / (x + y + z);
        const inside = {
          latitude: mix(({ latitude }) => latitude),
          longitude: mix(({ longitude }) => longitude),
        };
        expect(contains([a, b, c], inside)).toBe(true);
      }),
    );
  });

  it("may have a bay, in which a place is outside", () => {
    const corners = [
      [0, 0],
      [4, 0],
      [4, 4],
      [2, 1],
      [0, 4],
    ].map(([longitude = 0, latitude = 0]) => ({ latitude, longitude }));
    expect(contains(corners, { latitude: 3, longitude: 2 })).toBe(false);
    expect(contains(corners, { latitude: 0.5, longitude: 2 })).toBe(true);
    expect(contains(corners, { latitude: 2, longitude: 0.5 })).toBe(true);
  });

  it("without corners holds nothing", () => {
    expect(contains([], { latitude: 0, longitude: 0 })).toBe(false);
  });
});

const CENTRE = { latitude: -12.05, longitude: -77.05 };
const ELSEWHERE = { latitude: -12.5, longitude: -77.5 };

function zone(name: string, area: readonly Place[] = []): DeliveryZone {
  return { id: name, name, fee: 500, minimumOrder: 0, estimatedTime: 30, area };
}

const AROUND = rectangle({ latitude: -12.1, longitude: -77.1 }, { latitude: -12, longitude: -77 });
const CITY = zone("Centro", AROUND);
const DISTRICT = zone("San Isidro");
const NORTH = zone("San Isidro Norte");
const COAST = zone("Breña");

describe("the zone of a location", () => {
  it("is the first one whose map holds it, whatever the address says", () => {
    const twin = zone("Otro", AROUND);
    expect(findZone([DISTRICT, CITY, twin], { coordinates: CENTRE })).toBe(CITY);
    expect(findZone([DISTRICT, CITY], { coordinates: CENTRE, address: "San Isidro" })).toBe(CITY);
  });

  it("is none outside of every map, even if the address mentions a zone that has one", () => {
    expect(findZone([CITY], { coordinates: ELSEWHERE })).toBeUndefined();
    expect(findZone([CITY], { coordinates: ELSEWHERE, address: "Centro" })).toBeUndefined();
    expect(findZone([CITY, DISTRICT], { coordinates: ELSEWHERE })).toBeUndefined();
  });

  it("outside of every map is a zone without one that the address mentions, or the only zone that there is", () => {
    expect(findZone([CITY, DISTRICT], { coordinates: ELSEWHERE, address: "San Isidro" })).toBe(DISTRICT);
    expect(findZone([DISTRICT], { coordinates: ELSEWHERE })).toBe(DISTRICT);
  });
});

describe("the zone of a typed address", () => {
  const zones = [CITY, DISTRICT, NORTH, COAST];

  it.each([
    ["Jr. Unión 123, SAN ISIDRO, Lima", DISTRICT],
    ["Las Flores 7, san  isidro-norte", NORTH],
    ["Av. Brasil 900 (brena)", COAST],
    ["centro", CITY],
    ["Centroamérica 12", undefined],
    ["Av. San Martín 1, Isidro", undefined],
    ["", undefined],
  ])("%j is the one that it mentions", (address, expected) => {
    expect(findZone(zones, { address })).toBe(expected);
  });

  it("is the restaurant's only one when it mentions none, and of several none is guessed", () => {
    expect(findZone([CITY], { address: "Av. Larco 345" })).toBe(CITY);
    expect(findZone([CITY, COAST], { address: "Av. Larco 345" })).toBeUndefined();
    expect(findZone([], { address: "Av. Larco 345" })).toBeUndefined();
  });
});
