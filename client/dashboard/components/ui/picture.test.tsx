/** @jest-environment ./client/sdk/testing/browser-environment.ts */
import { afterEach, expect, test } from '@jest/globals';
import { cleanup, fireEvent, render } from '@testing-library/react';
import { Picture } from './picture.tsx';

afterEach(cleanup);

const URL = 'https://api.example:8443/media/key?w=320';

test('a picture comes from the page’s own origin, small, and is silent beside its name', () => {
  const { container } = render(<Picture url={URL} placeholder="ML" />);
  const image = container.querySelector('img');
  expect(image?.getAttribute('src')).toBe('/media/key?w=180');
  expect(image?.getAttribute('alt')).toBe('');
  expect(container.textContent).toBe('');
});

test('its placeholder stands where there is none yet, and where it cannot be loaded, until there is another', () => {
  const { container, rerender } = render(<Picture url={null} placeholder="ML" />);
  expect(container.textContent).toBe('ML');
  rerender(<Picture url={URL} placeholder="ML" />);
  fireEvent.error(container.querySelector('img')!);
  expect([container.textContent, container.querySelector('img')]).toEqual(['ML', null]);
  rerender(<Picture url={`${URL}&other`} placeholder="ML" />);
  expect(container.querySelector('img')).not.toBeNull();
});
