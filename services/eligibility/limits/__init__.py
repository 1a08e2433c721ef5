"""自己負担限度額 and 標準負担額 as dated tables, and what they come to for one person in one month."""
