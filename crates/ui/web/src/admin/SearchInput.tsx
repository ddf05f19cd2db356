import { Search } from 'lucide-react';
import { Input } from '@/components/Input';

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function SearchInput({ label, value, onChange }: Props) {
  return (
    <div className="relative">
      <Search className="pointer-events-none absolute inset-y-0 start-3 my-auto size-4 text-soft" aria-hidden="true" />
      <Input type="search" aria-label={label} placeholder={label} value={value} onChange={(event) => onChange(event.target.value)} className="ps-9" />
    </div>
  );
}
