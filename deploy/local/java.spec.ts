import { javaMajor, mavenVersion } from './java.ts';

describe('the programs a local Kafka needs', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_402"', 8],
    ['openjdk version "21" 2023-09-19', 21],
    ['no such thing', undefined],
  ])('reads %s as Java %s', (answer, major) => expect(javaMajor(answer)).toBe(major));

  it.each([
    ['\u001b[1mApache Maven 3.8.7\u001b[m\nMaven home: /usr/share/maven', [3, 8]],
    ['Apache Maven 4.0.0-rc-3', [4, 0]],
    ['no such thing', undefined],
  ])('reads %j as Maven %j', (answer, version) => expect(mavenVersion(answer)).toEqual(version));
});
