import {
  type FieldNode,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * The first field in the selection of a root field that reads what is stored, as `TikTokConnection.username`; null where
 * there is none. Whatever has a global id is stored, and only its id may be told to who may not read; what the operation
 * itself makes (a secret, an address to go to) is no part of a stored object, or says `extensions: { isToldToAsker: true }`.
 */
export function firstReadField(info: GraphQLResolveInfo): string | null {
  for (const node of info.fieldNodes) {
    const found = searchSelection(info, node.selectionSet, getNamedType(info.returnType));
    if (found !== null) return found;
  }
  return null;
}

function searchSelection(
  info: GraphQLResolveInfo,
  selectionSet: SelectionSetNode | undefined,
  parent: GraphQLNamedType,
): string | null {
  for (const selection of selectionSet?.selections ?? []) {
    if (!isSelected(info, selection)) continue;
    const found =
      selection.kind === Kind.FIELD
        ? searchField(info, selection, parent)
        : searchFragment(info, selection, parent);
    if (found !== null) return found;
  }
  return null;
}

function searchFragment(
  info: GraphQLResolveInfo,
  selection: Exclude<SelectionNode, FieldNode>,
  parent: GraphQLNamedType,
): string | null {
  // Validation has seen to it that fragments and their types exist and that none spreads itself.
  const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
  const narrowed = fragment?.typeCondition?.name.value;
  const type = narrowed === undefined ? parent : (info.schema.getType(narrowed) ?? parent);
  return searchSelection(info, fragment?.selectionSet, type);
}

function searchField(info: GraphQLResolveInfo, node: FieldNode, parent: GraphQLNamedType): string | null {
  // A union has no field but __typename, which reads nothing.
  if (node.name.value === '__typename' || !(isObjectType(parent) || isInterfaceType(parent))) return null;
  const field = parent.getFields()[node.name.value];
  if (field === undefined) return null;
  const isStored = parent.name === 'Node' || parent.getInterfaces().some(({ name }) => name === 'Node');
  if (isStored && field.name !== 'id' && field.extensions['isToldToAsker'] !== true) {
    return `${parent.name}.${field.name}`;
  }
  return searchSelection(info, node.selectionSet, getNamedType(field.type));
}

function isSelected({ variableValues }: GraphQLResolveInfo, node: SelectionNode): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variableValues);
  const include = getDirectiveValues(GraphQLIncludeDirective, node, variableValues);
  return skip?.['if'] !== true && include?.['if'] !== false;
}
