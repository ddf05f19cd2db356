import clsx from 'clsx';

/** Two letters of a name. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => (word ? [...word][0] : ''));
  return letters.join('').toUpperCase();
}

/** Dark enough for white letters in both themes. */
const colours = ['#8a3b12', '#7a2e6f', '#1f5f8b', '#2b6a3f', '#5b3fa8', '#9b2c2c', '#3c5b66', '#6b5a12'];

export function colourOf(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return colours[sum % colours.length] as string;
}

const sizes = { small: 'size-7 text-[0.6875rem]', medium: 'size-9 text-xs', large: 'size-14 text-lg' };

export function Avatar({ id, name, size = 'medium' }: { id: string; name: string; size?: keyof typeof sizes }) {
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      style={{ backgroundColor: colourOf(id) }}
      className={clsx('inline-flex shrink-0 items-center justify-center rounded-full font-semibold text-white ring-2 ring-page', sizes[size])}
    >
      {/* Drawn, not written: the name stands for them, also where a button's label is compared with its text. */}
      <span aria-hidden data-initials={initials(name)} className="before:content-[attr(data-initials)]" />
    </span>
  );
}
