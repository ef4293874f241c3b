/** An e-mail address without what is only a way of writing it. */
const emailForm = (email: string): string => `email:${email.normalize('NFKC').trim().toLowerCase()}`;

/** The last digits tell subscribers apart; country code and leading zeros are written or not. Nine digits: default, not policy. */
const significantDigits = 9;

const phoneForm = (phone: string): string | undefined => {
  const digits = phone.normalize('NFKC').replace(/\D/g, '');
  return digits === '' ? undefined : `phone:${digits.slice(-significantDigits)}`;
};

/** What tells a person from others, of the details that are given; only a keyed digest of it may be kept in the open. */
export const contactForms = ({
  email,
  phone,
}: {
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
}): readonly string[] =>
  [email === undefined ? undefined : emailForm(email), phone === undefined ? undefined : phoneForm(phone)].filter(
    (form): form is string => form !== undefined,
  );
