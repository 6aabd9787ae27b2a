// How much an argument says about what a call did: a command line says nearly all, an access mask nearly nothing. Sandboxes write
// arguments in the order of the function's signature, which begins with handles.

import type { CallArgument, CallParts } from '../../features/call.ts';

/** Small is important. */
const IMPORTANCE = {
  /** Says by itself what was done: a whole command line, address or key. */
  story: 0,
  /** What was acted on. */
  subject: 1,
  /** What was done with it, in words. */
  detail: 2,
  /** The same where it may be a number: a port, the data of a registry value. */
  figure: 2,
  otherText: 3,
  other: 4,
  /** Handles, masks, flags, counts, sizes, pointers. */
  dull: 5,
  empty: 6,
} as const;

/**
 * Last words of names, as sandboxes have them (CAPE `ExistingFileName`, Cuckoo `command_line`, VMRay `lpFileName`). Of several that fit
 * the longest counts: `value name` before `name`.
 */
const NAMES: Readonly<Record<'story' | 'subject' | 'detail' | 'figure' | 'dull', readonly string[]>> = {
  story: [
    'command line,commandline,cmd line,cmdline,application,script,command',
    'url,uri,full name,object attributes,regkey,regkey r,key path,target key',
  ],
  subject: [
    'name,name r,filename,file,path,pathname,path r,filepath,filepath r,dirpath,dirpath r,directory,directory r,folder',
    'oldfilepath,oldfilepath r,newfilepath,newfilepath r,dst,src,library,module,function,stub pdb',
    'registry,key,sub key,subkey,host,hostname,domain,server,ip,ip address,address family,addr text,query,node,nodename',
    'process,image,service,mutex,mutant,event,pipe,task,class identifier,clsid,rclsid,prog id,iid,object,sql,query string',
  ],
  detail: [
    'value name,valuename,buffer,content,text,string,blob,body,post data,optional,encoded,bytes,value information',
    'file information,fs information,key information,token information,thread information,process information',
    'verb,method,http method,headers,agent,user agent,referrer,parameter,parameters,arguments,argument,args,argv',
    'user,username,user name,password,pwd,display name,privilege name,computer name,folder id',
  ],
  figure: [
    'value,data,information,message,port,process id,process identifier,pid,thread id,thread identifier,tid',
    'version,control code,io control code,milliseconds,seconds,key code',
  ],
  dull: [
    'handle,handles,access,mask,flags,flag,attributes,options,option,disposition,protect,protection,access protection,status',
    'size,length,len,count,offset,ordinal,index,address,base,pointer,ptr,routine,reserved,context,type,class,filter,level',
    'attributes handle,existed before,stack pivoted,initial owner,show,overlapped,startup info,descriptor,heap,memory type',
    'information class,thread name,bytes written,bytes read,section offset,time,time low,time high,socket,timeout,quantity',
    'version requested,requested,state,module handle,module address,function address,data length,cert encoding type',
  ],
};
type Level = keyof typeof NAMES;

const BY_WORDS: ReadonlyMap<string, Level> = new Map(
  (Object.entries(NAMES) as [Level, readonly string[]][]).flatMap(([level, lines]) =>
    lines.flatMap((line) => line.split(',').map((words) => [words, level] as const)),
  ),
);

/** Words of a name: `lpFileName` -> `lp File Name`, `command_line` -> `command line`, `ProgID` -> `Prog ID`. */
const WORD_BREAK = /[_\s-]+|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;
/** First words that tell the type of a parameter of Windows, where others follow. */
const TYPE_WORD =
  /^(?:l?p{1,2}(?:c?[wt]?sz|cw?str|s?wsz|us|bstr|v)?|sz|wsz|bstr|us|[nwbfuc]|dw|ul|(?:l?p)?c(?:b|ch)|fl|h|ph|hk)$/;
const DULL_WORD = /^(?:l?p?h|hk|phk|(?:l?p)?c(?:b|ch))$/;

const POINTER_WORD = /^l?p/;

const NUMBER = /^-?(?:0x[\da-f]+|\d+)$/i;
/** In quotes, perhaps behind a pointer, as a list or as a structure. */
const TEXT = /^(?:0x[\da-f]+:)?["[{]/i;
const EMPTY = /^(?:0x[\da-f]+:)?(?:""|\[\]|\{\}|\(null\)|NULL)?$/;
/** What a handle stands for, where the sandbox says it. */
const OBJECT = /[\\/]| \(/;

interface NameMeaning {
  /** Undefined for a name that is not known. */
  readonly level: Level | undefined;
  readonly isPointer: boolean;
}

const UNNAMED: NameMeaning = { level: undefined, isPointer: false };

function readName(name: string): NameMeaning {
  const words = name.split(WORD_BREAK);
  const first = words[0] as string;
  const hasType = words.length > 1 && TYPE_WORD.test(first);
  const isPointer = hasType && POINTER_WORD.test(first);
  if (hasType && DULL_WORD.test(first)) return { level: 'dull', isPointer };
  const lower = (hasType ? words.slice(1) : words).map((word) => word.toLowerCase());
  for (let from = 0; from < lower.length; from++) {
    const level = BY_WORDS.get(lower.slice(from).join(' '));
    if (level !== undefined) return { level, isPointer };
  }
  return { level: undefined, isPointer };
}

const meanings = new Map<string, NameMeaning>();
/** Names come from reports, so there is no end to them. */
const MAX_REMEMBERED = 4096;

function meaningOf(name: string): NameMeaning {
  const known = meanings.get(name);
  if (known !== undefined) return known;
  const meaning = readName(name);
  if (meanings.size >= MAX_REMEMBERED) meanings.clear();
  meanings.set(name, meaning);
  return meaning;
}

/** How much an argument says; the smaller the more. Arguments without a name are judged by their form: texts before numbers. */
export function argumentImportance({ name, value: recorded, shown }: CallArgument): number {
  const value = shown ?? recorded;
  if (EMPTY.test(value)) return IMPORTANCE.empty;
  const { level, isPointer } = name === undefined ? UNNAMED : meaningOf(name);
  if (level === undefined) return TEXT.test(value) ? IMPORTANCE.otherText : IMPORTANCE.other;
  if (level === 'dull') return OBJECT.test(value) ? IMPORTANCE.subject : IMPORTANCE.dull;
  // Where a text was expected, a number is the pointer to it.
  return NUMBER.test(value) && (isPointer || level !== 'figure') ? IMPORTANCE.other : IMPORTANCE[level];
}

/**
 * The call with the arguments first that say most. Arguments without names stay where they are: their place is all that tells what they
 * are. A renderer that lacks room leaves out the least important ones.
 */
export function importantFirst(call: CallParts): CallParts {
  const { args } = call;
  if (args === undefined || args.some(({ name }) => name === undefined)) return call;
  const ranked = args.map((argument) => ({ argument, rank: argumentImportance(argument) }));
  return { ...call, args: ranked.sort((a, b) => a.rank - b.rank).map(({ argument }) => argument) };
}
