import { Avatar } from '@/components/Avatar';

/** An avatar beside the name itself, which need not be heard twice. */
export function Face(person: { id: string; name: string }) {
  return (
    <span aria-hidden="true" className="inline-flex">
      <Avatar {...person} />
    </span>
  );
}
