/** Where Meta keeps the files of WhatsApp, subdomains included. */
const META_DOMAINS = ["facebook.com", "fbsbx.com", "fbcdn.net", "whatsapp.net"];

/**
 * Whether an address may be asked, and shown a token: Meta's own over HTTPS, or on the very server that takes the place
 * of the Graph API.
 */
export function isMetaAddress(url: URL, graphBaseUrl: string): boolean {
  if (url.username !== "" || url.password !== "") return false;
  if (url.origin === new URL(graphBaseUrl).origin) return true;
  if (url.protocol !== "https:" || url.port !== "") return false;
  return META_DOMAINS.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
}
