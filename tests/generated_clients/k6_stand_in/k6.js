// A stand-in for k6's own modules, as far as our script uses them: k6 itself cannot be had where the tests run.

export const counted = { passes: 0, fails: 0 };

export function check(value, checks) {
  const passed = Object.values(checks).every((holds) => holds(value));
  counted[passed ? "passes" : "fails"] += 1;
  return passed;
}
