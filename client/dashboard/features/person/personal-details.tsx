import { IdentityForm } from '../../app/identity-form.tsx';
import { postIdentity } from '../../lib/identity.ts';

/** Name and address of the person, each with a form to change it. */
export function PersonalDetails({
  name,
  onChange,
}: {
  readonly name: string;
  readonly onChange: () => Promise<void>;
}) {
  return (
    <section className="panel stack">
      <h2>Name and address</h2>
      <IdentityForm
        hint={`You are called ${name} here.`}
        fields={[{ name: 'name', label: 'New name', type: 'text', autoComplete: 'name' }]}
        submit="Change the name"
        done="The name is changed."
        onSubmit={async (given) => {
          await postIdentity('/update-user', given);
          await onChange();
        }}
      />
      <IdentityForm
        hint="A new address is yours once you confirm it by the link that we mail to it."
        fields={[
          { name: 'newEmail', label: 'New address', type: 'email', autoComplete: 'email' },
          { name: 'password', label: 'Your password', type: 'password', autoComplete: 'current-password' },
        ]}
        submit="Change the address"
        done="Look into the mailbox of the new address: if it can be used, a mail with a link is there. Until then nothing changes."
        onSubmit={async (given) => {
          await postIdentity('/change-email', given);
        }}
      />
    </section>
  );
}
