import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Frame } from '../shared/frame.tsx';
import { useTexts } from '../shared/language-context.tsx';
import { ProblemNote } from '../shared/states.tsx';
import { readAccount } from './api/catalogue.ts';
import { keepKey } from './key.ts';
import { STAFF } from './texts.ts';

/** Asks for the hotel API's key and lets in whoever has one that works. */
export function KeyPage() {
  const texts = useTexts(STAFF);
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const enter = useMutation({
    mutationFn: (typed: string) => readAccount(typed),
    onSuccess: (account, typed) => {
      queries.clear();
      queries.setQueryData(['account'], account);
      keepKey(typed);
    },
  });
  return (
    <Frame title={texts.area} places={[]}>
      <form
        className="sheet gate"
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate(key.trim());
        }}
      >
        <h1>{texts.keyTitle}</h1>
        <p className="soft">{texts.keyAbout}</p>
        {enter.error === null ? null : <ProblemNote error={enter.error} />}
        <label htmlFor="key">{texts.key}</label>
        <Input.Password
          id="key"
          size="large"
          autoComplete="off"
          autoFocus
          value={key}
          onChange={(event) => setKey(event.target.value)}
        />
        <Button type="primary" size="large" htmlType="submit" loading={enter.isPending} disabled={key.trim() === ''}>
          {texts.enter}
        </Button>
      </form>
    </Frame>
  );
}
