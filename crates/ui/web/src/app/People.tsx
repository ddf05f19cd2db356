import { useTranslation } from 'react-i18next';
import { Avatar } from '@/components/Avatar';
import { Menu, MenuItem, MenuLabel } from '@/components/Menu';
import { usePresence } from '@/live/presence';
import { useUser } from '@/session/session';

const SHOWN = 4;

/** Who is here: a few faces, all of them in the list behind. */
export function People() {
  const { t } = useTranslation();
  const me = useUser();
  const people = usePresence();
  const others = people.filter(({ id }) => id !== me.id);
  if (people.length === 0) return null;
  const faces = [...others, ...people.filter(({ id }) => id === me.id)].slice(0, SHOWN);
  return (
    <Menu
      trigger={
        <button type="button" aria-label={t('app.hereCount', { count: people.length })} className="flex items-center rounded-full p-0.5">
          <span aria-hidden className="flex -space-x-1 rtl:space-x-reverse max-sm:[&>*:nth-child(n+3)]:hidden">
            {faces.map(({ id, name }) => (
              <Avatar key={id} id={id} name={name} size="small" />
            ))}
          </span>
          {people.length > SHOWN && <span aria-hidden data-more={`+${people.length - SHOWN}`} className="ps-1.5 text-xs text-soft before:content-[attr(data-more)]" />}
        </button>
      }
    >
      <MenuLabel>{t('app.here')}</MenuLabel>
      {people.map(({ id, name }) => (
        <MenuItem key={id}>
          <Avatar id={id} name={name} size="small" />
          {id === me.id ? t('app.you', { name }) : name}
        </MenuItem>
      ))}
    </Menu>
  );
}
