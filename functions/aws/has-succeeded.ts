/** Whether it works out. It never throws, so what is under way elsewhere may go on first; the failure stays with `work`. */
export async function hasSucceeded(work: Promise<unknown>): Promise<boolean> {
  const [{ status }] = await Promise.allSettled([work]);
  return status === "fulfilled";
}
