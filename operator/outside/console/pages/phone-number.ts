/** Formats `+79161234567` as `+7 916 123-45-67`; other numbers unchanged. */
export function phoneInWords(phone: string): string {
  return phone.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2-$3-$4');
}
