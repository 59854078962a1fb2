/** Reading a field value. RFC 9110 §5.6.1. */

/** Whether a comma-separated field value holds this option, which is given in lower case. */
export function hasOption(value: string | undefined, option: string): boolean {
  if (value === undefined) return false;
  const lower = value.toLowerCase();
  if (lower === option) return true;
  return lower.includes(',') && lower.split(',').some((part) => part.trim() === option);
}
