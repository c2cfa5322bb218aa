import './workspace.ai-budget.field.ts';
