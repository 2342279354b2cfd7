import { describe, expect, test } from 'vitest';
import { readConfig, settingsOf } from './config.ts';

const environment = {
  PRICECAST_IMAGE_REGISTRY: 'registry.example/pricecast',
  PRICECAST_IMAGE_TAG: '1.2.3',
  POD_NAME: 'operator-a',
  POD_NAMESPACE: 'pricecast-system',
  WATCH_NAMESPACES: '',
};

describe('the settings of the operator', () => {
  test('give images and namespace to the manifests', () => {
    expect(settingsOf(readConfig(environment))).toEqual({
      images: { registry: 'registry.example/pricecast', tag: '1.2.3', pullPolicy: 'IfNotPresent' },
      operatorNamespace: 'pricecast-system',
    });
  });

  test('look after all namespaces unless some are named', () => {
    expect(readConfig(environment).WATCH_NAMESPACES).toBeUndefined();
    expect(readConfig({ ...environment, WATCH_NAMESPACES: 'a, b' }).WATCH_NAMESPACES).toEqual(['a', 'b']);
  });

  test('name what is missing or wrong', () => {
    const wrong = { ...environment, PRICECAST_IMAGE_TAG: '', PRICECAST_IMAGE_PULL_POLICY: 'Sometimes' };
    expect(() => readConfig(wrong)).toThrow(
      'PRICECAST_IMAGE_TAG is not set: it must be set; PRICECAST_IMAGE_PULL_POLICY must be Always, IfNotPresent or Never, but is "Sometimes"',
    );
  });
});
