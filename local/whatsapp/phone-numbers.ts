/** A number that a business writes from. */
export interface BusinessPhoneNumber {
  readonly id: string;
  readonly displayPhoneNumber: string;
  readonly verifiedName: string;
}

/** The numbers of this account. */
export class PhoneNumbers {
  readonly #known: readonly BusinessPhoneNumber[] | undefined;

  /** @param known every id is a number's when missing */
  constructor(known: readonly BusinessPhoneNumber[] | undefined) {
    this.#known = known;
  }

  find(id: string): BusinessPhoneNumber | undefined {
    if (this.#known !== undefined) return this.#known.find((number) => number.id === id);
    return /^\d+$/.test(id)
      ? { id, displayPhoneNumber: "+1 555-010-0000", verifiedName: "Sample business" }
      : undefined;
  }
}
